namespace Amqp1.Broker.Security;

/// <summary>The server's side of one SASL mechanism, for one connection.</summary>
internal interface IServerMechanism
{
    /// <summary>Processes the initial response, then the response to each challenge.</summary>
    SaslStep Take(ReadOnlySpan<byte> response);
}
