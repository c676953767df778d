namespace Amqp1.Tests.Harness.Peer;

/// <summary>The client has sent an empty frame, which is a sign of life.</summary>
/// <param name="Connection">On which connection.</param>
/// <param name="At">When, as a time stamp of the stopwatch.</param>
internal sealed record EmptyFrameReceived(PeerConnection Connection, long At) : PeerEvent;
