namespace Amqp1.Broker.Nodes;

/// <summary>Takes messages from a node: a link on which a peer receives, or another node. Used in a turn.</summary>
internal interface IConsumer : IPlaced
{
    /// <summary>The name of the consumer and its peer, for the log.</summary>
    string Name { get; }

    string Peer { get; }

    /// <summary>Whether the consumer is still attached.</summary>
    bool IsAttached { get; }

    /// <summary>
    /// Whether the consumer receives copies and leaves the messages to others (distribution mode copy). A node without
    /// <see cref="SourceFeatures.Browsing"/> ignores it.
    /// </summary>
    bool Browses { get; }

    /// <summary>
    /// The durable subscription that the consumer asks for; null if it asks for none. A node without
    /// <see cref="SourceFeatures.DurableSubscriptions"/> ignores it.
    /// </summary>
    SubscriptionRequest? Subscription { get; }

    /// <summary>The life of the session of the consumer, which may be over.</summary>
    Scope SessionScope { get; }

    /// <summary>The life of the connection of the consumer, which may be over.</summary>
    Scope ConnectionScope { get; }

    /// <summary>Whether the peer has closed its link, which ends a durable subscription, instead of only detaching or losing it.</summary>
    bool IsClosedByPeer { get; }

    /// <summary>The number of deliveries that the consumer has not settled.</summary>
    int Unsettled { get; }

    /// <summary>Whether the consumer has requested that all messages are sent unsettled.</summary>
    bool AlwaysUnsettled { get; }

    /// <summary>The state that the node keeps for the consumer. Only the node of the consumer uses it.</summary>
    object? NodeState { get; set; }

    /// <summary>
    /// Returns whether the consumer can take a message now. If only its session or its output prevents that, the consumer calls
    /// <see cref="INode.OnReady"/> when they no longer do.
    /// </summary>
    bool TryReady();

    /// <summary>
    /// Returns whether a message of this size is sent completely when it is handed over. Otherwise its delivery must keep the payload.
    /// </summary>
    bool SendsAtOnce(int size);

    /// <summary>
    /// Sends a message from where it was received. <paramref name="delivery"/> is null if the message needs no settlement. Call only after
    /// <see cref="TryReady"/> and if <see cref="SendsAtOnce"/>.
    /// </summary>
    void Send(in ReceivedMessage message, Delivery? delivery);

    /// <summary>Sends a delivery that keeps its payload. Call only after <see cref="TryReady"/>.</summary>
    void Send(Delivery delivery);

    /// <summary>Calls <see cref="INode.OnReady"/> in another turn, because this turn has used its steps.</summary>
    void ResumeInAnotherTurn();

    /// <summary>Settles a delivery with the consumer after its producer has settled it.</summary>
    void OnProducerSettled(Delivery delivery);

    /// <summary>
    /// Settles a delivery with the consumer whose outcome is on disk now. Called while <see cref="Delivery.OutcomeBeingWritten"/> is still set.
    /// </summary>
    void OnWritten(Delivery delivery);

    /// <summary>Ends the consumer because of an error, and reports the error to its peer.</summary>
    void Detach(string condition, string description);
}
