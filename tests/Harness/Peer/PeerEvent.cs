namespace Amqp1.Tests.Harness.Peer;

/// <summary>An event that a <see cref="ScriptedPeer"/> saw or caused.</summary>
internal abstract record PeerEvent;
