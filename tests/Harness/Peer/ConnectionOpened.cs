using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>A client's Open is in and was answered.</summary>
internal sealed record ConnectionOpened(PeerConnection Connection, Open Open) : PeerEvent;
