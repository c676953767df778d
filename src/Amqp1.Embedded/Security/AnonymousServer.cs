namespace Amqp1.Embedded.Security;

/// <summary>ANONYMOUS (RFC 4505): whatever the client calls itself is not looked at.</summary>
internal sealed class AnonymousServer : IServerMechanism
{
    public SaslStep Take(ReadOnlySpan<byte> response) => SaslStep.Accepted("anonymous");
}
