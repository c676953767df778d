namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has sent an empty frame, which is a sign of life.</summary>
/// <param name="Connection">The connection of the frame.</param>
/// <param name="At">The time of the frame, as a time stamp of the stopwatch.</param>
internal sealed record EmptyFrameReceived(PeerConnection Connection, long At) : PeerEvent;
