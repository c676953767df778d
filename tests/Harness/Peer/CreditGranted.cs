namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has granted credit on one of its receiving links.</summary>
internal sealed record CreditGranted(PeerLink Link, int Credit, bool Drain) : PeerEvent;
