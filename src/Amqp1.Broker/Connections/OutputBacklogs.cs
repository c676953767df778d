using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>
/// The outputs with a large unread backlog, which counts as held memory. They are checked once a second, because an output sends no
/// notification when it becomes empty. Used under the router's lock.
/// </summary>
internal sealed class OutputBacklogs : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly RouterCore _router;
    private readonly HashSet<ConnectionOutput> _outputs = [];
    private readonly ITimer _timer;
    private bool _armed;

    public OutputBacklogs(RouterCore router)
    {
        _router = router;
        _timer = router.Time.CreateTimer(static state => ((OutputBacklogs)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(ConnectionOutput output)
    {
        if (_outputs.Add(output) && !_armed)
        {
            _armed = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        using (_router.Enter())
        {
            _outputs.RemoveWhere(static output => !output.CountBacklog());
            _router.Chores.Charge(_outputs.Count / 8);
            _armed = _outputs.Count > 0;
            if (_armed)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
