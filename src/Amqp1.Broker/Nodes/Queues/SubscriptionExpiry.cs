using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Deletes a durable subscription that has lost its link, after the event and the timeout that its subscriber has chosen. Used in a turn.</summary>
internal sealed class SubscriptionExpiry(QueueNode queue, QueueServices services) : IExpiring, IScopeWatcher
{
    private TerminusExpiry _expiry;
    private Scope? _scope;

    public long Deadline { get; private set; }

    public long WaitNumber { get; set; }

    /// <summary>Begins to wait for the event, or starts the timeout if it has happened.</summary>
    public void OnDetached(IConsumer consumer, TerminusExpiry expiry)
    {
        Stop();
        _expiry = expiry;
        var scope = expiry.Policy switch
        {
            ExpiryPolicy.SessionEnd => consumer.SessionScope,
            ExpiryPolicy.ConnectionClose => consumer.ConnectionScope,
            _ => null,
        };
        if (scope is { IsOver: false })
        {
            _scope = scope;
            scope.Add(this);
        }
        else
        {
            StartTimeout();
        }
    }

    /// <summary>Starts the timeout of a subscription that was found in the store. Its link, session and connection have ended.</summary>
    public void OnRecovered(TerminusExpiry expiry)
    {
        _expiry = expiry;
        StartTimeout();
    }

    /// <summary>Stops waiting.</summary>
    public void Stop()
    {
        _scope?.Remove(this);
        _scope = null;
        services.Expiries.Remove(this);
    }

    public void OnScopeEnded()
    {
        _scope = null;
        StartTimeout();
    }

    public void Expire()
    {
        Stop();
        services.Context.Log.SubscriptionExpired(queue.Name, ExpiryPolicies.Symbol(_expiry.Policy), _expiry.Timeout, queue.Messages.Limits.Messages);
        queue.Delete();
    }

    private void StartTimeout()
    {
        if (_expiry.Policy == ExpiryPolicy.Never)
        {
            return;
        }

        if (_expiry.Timeout == 0)
        {
            Expire();
            return;
        }

        var time = services.Context.Time;
        Deadline = time.GetTimestamp() + (_expiry.Timeout * time.TimestampFrequency);
        services.Expiries.Add(this);
    }
}
