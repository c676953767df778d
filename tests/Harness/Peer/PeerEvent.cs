namespace Amqp1.Tests.Harness.Peer;

/// <summary>Something that a <see cref="ScriptedPeer"/> saw or did.</summary>
internal abstract record PeerEvent;
