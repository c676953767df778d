namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>The client has sent a message.</summary>
internal sealed record TransferReceived(PeerTransfer Transfer) : PeerEvent;
