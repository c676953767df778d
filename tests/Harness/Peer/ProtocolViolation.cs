namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a client has broken a rule of AMQP 1.0. The peer ends the connection.</summary>
/// <param name="Connection">The connection of the client.</param>
/// <param name="Reason">The rule that was broken.</param>
internal sealed record ProtocolViolation(PeerConnection Connection, string Reason) : PeerEvent;
