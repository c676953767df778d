using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Amqp1.Broker.Security;

/// <summary>
/// The mechanism EXTERNAL (RFC 4422, appendix A). The identity of the client is the subject of its TLS certificate. A client may request no
/// other identity: only the whole subject or the common name in it.
/// </summary>
internal sealed class ExternalServer(X509Certificate2 certificate) : IServerMechanism
{
    public SaslStep Take(ReadOnlySpan<byte> response)
    {
        var wanted = Encoding.UTF8.GetString(response);
        var subject = certificate.Subject;
        return wanted.Length == 0 || wanted == subject || wanted == certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)
            ? SaslStep.Accepted(subject)
            : SaslStep.Refused;
    }
}
