namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>Something that a <see cref="ScriptedPeer"/> saw or did.</summary>
internal abstract record PeerEvent;
