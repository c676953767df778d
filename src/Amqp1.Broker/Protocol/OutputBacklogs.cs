using Amqp1.Broker.Context;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The outputs with a large unread backlog, which counts as held memory. They are checked once a second, because an output sends no
/// notification when it becomes empty. Used in a turn.
/// </summary>
internal sealed class OutputBacklogs : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BrokerContext _context;
    private readonly HashSet<ConnectionOutput> _outputs = [];
    private readonly ITimer _timer;
    private bool _armed;

    public OutputBacklogs(BrokerContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(static state => ((OutputBacklogs)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        using (_context.Turns.Enter())
        {
            _outputs.RemoveWhere(static output => !output.CountBacklog());
            _context.Turns.Chores.Charge(_outputs.Count / 8);
            _armed = _outputs.Count > 0;
            if (_armed)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
