namespace Amqp1.Broker.Nodes;

/// <summary>An object with a deadline that waits in <see cref="Expiries"/>.</summary>
internal interface IExpiring
{
    /// <summary>The deadline as a timestamp of the broker's clock. It does not change while the object waits.</summary>
    long Deadline { get; }

    /// <summary>The number among the waiting objects, which only <see cref="Expiries"/> sets; 0 if the object is not one of them.</summary>
    long WaitNumber { get; set; }

    /// <summary>Handles that the deadline has passed. It must call <see cref="Expiries.Remove"/>. Called in a turn.</summary>
    void Expire();
}
