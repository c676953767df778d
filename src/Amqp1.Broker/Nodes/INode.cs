namespace Amqp1.Broker.Nodes;

/// <summary>
/// The entity at an address, which accepts messages from producers and gives messages to consumers. All members are called in a turn and
/// must not block. A node sees no frame, session or connection.
/// </summary>
internal interface INode
{
    string Name { get; }

    /// <summary>Whether the node has neither links nor messages, so that the directory may forget it.</summary>
    bool IsUnused { get; }

    /// <summary>
    /// Whether producers should get credit. The node calls <see cref="IProducer.OnDemandChanged"/> of its producers when the value changes.
    /// </summary>
    bool WantsMessages { get; }

    /// <summary>
    /// The number of messages that the node would accept now. A producer gets no more credit than that. Several producers may exceed it
    /// together.
    /// </summary>
    int Room => int.MaxValue;

    /// <summary>
    /// The capability of the node's targets: <c>queue</c> or <c>topic</c>, which say that credit depends on the room for stored messages. Null if
    /// it depends on consumers.
    /// </summary>
    string? Capability => null;

    /// <summary>The features of a source that the node supports.</summary>
    SourceFeatures Features => SourceFeatures.None;

    void Add(IProducer producer);

    /// <summary>Removes a producer. Does nothing if the producer was already removed.</summary>
    void Remove(IProducer producer);

    void Add(IConsumer consumer);

    /// <summary>
    /// Removes a consumer, which gets no more messages. When all consumers lost at the same time are removed, <see cref="Recover"/> must
    /// follow. Does nothing if the consumer was already removed.
    /// </summary>
    void Remove(IConsumer consumer);

    /// <summary>
    /// Routes, keeps or refuses the message. Its ticket is settled now or in a later turn, which may be one that the completion of a store
    /// has posted.
    /// </summary>
    void Accept(in ReceivedMessage message);

    /// <summary>Sends messages to a consumer that may be able to take messages again.</summary>
    void OnReady(IConsumer consumer);

    /// <summary>Returns whether messages are waiting that the consumer could get.</summary>
    bool HasMessagesFor(IConsumer consumer);

    /// <summary>Takes back a message whose consumer was lost before it had received the whole message.</summary>
    void Return(Delivery unfinished);

    /// <summary>
    /// Reroutes the messages that the removed consumer had not received. Returns false if the turn ended before the work was done; it is
    /// then called again.
    /// </summary>
    bool Recover(IConsumer lost);

    /// <summary>Handles that the directory has forgotten the unused node.</summary>
    void OnForgotten()
    {
    }
}
