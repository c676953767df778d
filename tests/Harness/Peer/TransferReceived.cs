namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has sent a message.</summary>
internal sealed record TransferReceived(PeerTransfer Transfer) : PeerEvent;
