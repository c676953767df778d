namespace Amqp1.Broker.Nodes;

/// <summary>The figures that a node shows to operators. Read in a turn.</summary>
internal interface INodeReadings
{
    /// <summary>The distribution of the messages among consumers, in the terms of qpid-dispatch: balanced, closest or multicast; queue for a queue.</summary>
    string Distribution { get; }

    int Producers { get; }

    int Consumers { get; }

    /// <summary>The number of messages that producers have sent to the node since it was created.</summary>
    long Received { get; }

    /// <summary>The number of messages, or copies of them, that the node has sent to consumers since it was created.</summary>
    long Sent { get; }
}
