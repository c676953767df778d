namespace Amqp1.Broker.Codec;

/// <summary>The exception for a protocol violation of the peer. It ends only the connection, session or link that the frame belongs to.</summary>
internal sealed class PeerFaultException(FaultScope scope, string condition, string description) : Exception(description)
{
    public FaultScope Scope { get; } = scope;

    public string Condition { get; } = condition;

    public static PeerFaultException Decode(string description) => new(FaultScope.Connection, ErrorCondition.DecodeError, description);

    public static PeerFaultException Connection(string condition, string description) => new(FaultScope.Connection, condition, description);

    public static PeerFaultException Session(string condition, string description) => new(FaultScope.Session, condition, description);

    public static PeerFaultException Link(string condition, string description) => new(FaultScope.Link, condition, description);
}
