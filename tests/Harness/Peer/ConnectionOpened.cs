using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a client's Open was received and answered.</summary>
internal sealed record ConnectionOpened(PeerConnection Connection, Open Open) : PeerEvent;
