"""Links that lead to no answer: the publisher’s to mend, the network’s, or ours."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

LINK = (
    Outcome(
        code="dns_failed",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The site named in the link does not exist.",
            fr="Le site indiqué dans le lien n’existe pas.",
        ),
        fix=Text(
            en="Correct the name of the site in the link, or renew its domain name.",
            fr="Corrigez le nom du site dans le lien, ou renouvelez son nom de domaine.",
        ),
    ),
    Outcome(
        code="dns_timeout",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The name of the site could not be looked up in time.",
            fr="Le nom du site n’a pas pu être vérifié à temps.",
        ),
        fix=Text(
            en="Nothing to change for now: the link will be tried again.",
            fr="Rien à changer pour l’instant : le lien sera essayé de nouveau.",
        ),
    ),
    Outcome(
        code="connect_failed",
        whose="origin",
        effect="dead",
        retry=True,
        text=Text(
            en="The server refuses the connection: nothing answers at this address.",
            fr="Le serveur refuse la connexion : rien ne répond à cette adresse.",
        ),
        fix=Text(
            en="Check with your host that the site is running and that the link is still the right one.",
            fr="Vérifiez auprès de votre hébergeur que le site fonctionne et que le lien est toujours le bon.",
        ),
    ),
    Outcome(
        code="no_route",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="From here, no way leads to this server for now.",
            fr="D’ici, aucun chemin ne mène pour l’instant à ce serveur.",
        ),
        fix=Text(
            en="Nothing to change for now: the link will be tried again.",
            fr="Rien à changer pour l’instant : le lien sera essayé de nouveau.",
        ),
    ),
    Outcome(
        code="tls_invalid",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The site’s security certificate is not valid: expired, made for another name, or incomplete.",
            fr="Le certificat de sécurité du site n’est pas valable : expiré, établi pour un autre nom, ou incomplet.",
        ),
        fix=Text(
            en="Ask your host to renew the certificate and to install it with its intermediate certificates.",
            fr="Demandez à votre hébergeur de renouveler le certificat et de l’installer avec ses certificats intermédiaires.",
        ),
    ),
    Outcome(
        code="too_many_redirects",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The link is redirected again and again, without ever reaching a file.",
            fr="Le lien est redirigé encore et encore, sans jamais aboutir à un fichier.",
        ),
        fix=Text(
            en="Replace the link by the final address of the file.",
            fr="Remplacez le lien par l’adresse finale du fichier.",
        ),
    ),
    Outcome(
        code="redirect_refused",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The link is redirected to an address that the public cannot reach.",
            fr="Le lien est redirigé vers une adresse que le public ne peut pas atteindre.",
        ),
        fix=Text(
            en="Replace the link by the public address of the file.",
            fr="Remplacez le lien par l’adresse publique du fichier.",
        ),
    ),
    Outcome(
        code="headers_timeout",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The server did not start to answer in time.",
            fr="Le serveur n’a pas commencé à répondre à temps.",
        ),
        fix=Text(
            en="If this happens again, ask your host why the file is so slow to come.",
            fr="Si cela se reproduit, demandez à votre hébergeur pourquoi le fichier tarde tant à venir.",
        ),
    ),
    Outcome(
        code="deadline",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The download was not over in the time allowed.",
            fr="Le téléchargement n’était pas terminé dans le temps imparti.",
        ),
        fix=Text(
            en="If this happens again, offer a smaller file, or the same one compressed (.zip or .gz).",
            fr="Si cela se reproduit, proposez un fichier plus petit, ou le même compressé (.zip ou .gz).",
        ),
    ),
    Outcome(
        code="too_slow",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The server sends the file too slowly to be read.",
            fr="Le serveur envoie le fichier trop lentement pour qu’il soit lu.",
        ),
        fix=Text(
            en="If this happens again, ask your host why the file comes so slowly.",
            fr="Si cela se reproduit, demandez à votre hébergeur pourquoi le fichier arrive si lentement.",
        ),
    ),
    Outcome(
        code="protocol_error",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The server’s answer does not follow the rules of the web.",
            fr="La réponse du serveur ne suit pas les règles du web.",
        ),
        fix=Text(
            en="Show this message to your host: the server’s answer is malformed.",
            fr="Montrez ce message à votre hébergeur : la réponse du serveur est mal formée.",
        ),
    ),
    Outcome(
        code="egress_refused",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The gateway through which this service goes out did not let the request pass.",
            fr="La passerelle par laquelle ce service accède au web n’a pas laissé passer la demande.",
        ),
        fix=Text(
            en="Nothing to change in the data: the administrator of this service must look at its gateway.",
            fr="Rien à changer dans les données : l’administrateur de ce service doit examiner sa passerelle.",
        ),
    ),
    Outcome(
        code="host_resting",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The site has just asked not to be queried for a while: it was left alone.",
            fr="Le site vient de demander de ne plus être interrogé pendant un moment : nous le laissons tranquille.",
        ),
        fix=Text(
            en="Nothing to change in the data: the file will be asked for again later.",
            fr="Rien à changer dans les données : le fichier sera redemandé plus tard.",
        ),
    ),
)
