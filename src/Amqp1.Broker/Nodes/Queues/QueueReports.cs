using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// Reports what happens to the messages of queues other than their acceptance. The messages of a turn with the same fate in the same queue
/// are logged and counted together at its end. Used in a turn.
/// </summary>
internal sealed class QueueReports(BrokerContext context) : ITurnEnd
{
    public const string Rejected = "rejected";
    public const string MaxDeliveries = "max-deliveries";
    public const string Expired = "expired";
    public const string Full = "full";
    public const string NotStored = "not-stored";

    private readonly Dictionary<(string Queue, string Reason, string? Target), int> _counts = [];
    private int _redelivered;
    private bool _isRegistered;

    public void CountRedelivered()
    {
        _redelivered++;
        TellAtTurnEnd();
    }

    public void CountExpired(string queue) => Count(queue, Expired, null);

    public void CountDropped(string queue, string reason) => Count(queue, reason, null);

    public void CountDeadLettered(string queue, string target, string reason) => Count(queue, reason, target);

    public void OnPressureChanged(QueueBudget budget)
    {
        if (budget.IsPressed)
        {
            context.Log.QueuesPressed(budget.Held, budget.Most);
        }
        else
        {
            context.Log.QueuesRelieved(budget.Held, budget.Most);
        }
    }

    public void OnQueueExpired(string queue, int messages, TimeSpan limit) => context.Log.QueueExpired(queue, limit, messages);

    void ITurnEnd.OnTurnEnd()
    {
        _isRegistered = false;
        QueueMetrics.CountRedelivered(context.Log, _redelivered);
        _redelivered = 0;
        foreach (var ((queue, reason, target), count) in _counts)
        {
            if (target is not null)
            {
                context.Log.DeadLettered(count, queue, target, reason);
                QueueMetrics.CountDeadLettered(context.Log, count, reason);
            }
            else if (reason == Expired)
            {
                context.Log.QueuedExpired(count, queue);
                QueueMetrics.CountExpired(context.Log, count);
            }
            else
            {
                context.Log.QueuedDropped(count, queue, reason);
                QueueMetrics.CountDropped(context.Log, count, reason);
            }
        }

        _counts.Clear();
    }

    private void Count(string queue, string reason, string? target)
    {
        var key = (queue, reason, target);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        TellAtTurnEnd();
    }

    private void TellAtTurnEnd()
    {
        if (!_isRegistered)
        {
            _isRegistered = true;
            context.Turns.AtEnd(TurnEndStage.Report, this);
        }
    }
}
