namespace Amqp1.Broker.Security;

/// <summary>The mechanism ANONYMOUS (RFC 4505). The trace information from the client is ignored.</summary>
internal sealed class AnonymousServer : IServerMechanism
{
    public SaslStep Take(ReadOnlySpan<byte> response) => SaslStep.Accepted("anonymous");
}
