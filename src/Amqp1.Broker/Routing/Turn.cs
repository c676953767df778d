using Amqp1.Broker.Diagnostics;
namespace Amqp1.Broker.Routing;

/// <summary>
/// A turn under the router's lock, from <see cref="RouterCore.Enter"/> to the end of the using block. At the end, the collected information
/// is sent, the lock is released, and the collected log entries are written.
/// </summary>
internal readonly ref struct Turn : IDisposable
{
    private readonly RouterCore _router;
    private readonly List<Connections.ConnectionOutput>? _written;

    public Turn(RouterCore router, List<Connections.ConnectionOutput>? written)
    {
        _router = router;
        _written = written;
        router.Gate.Enter();
    }

    public void Dispose()
    {
        List<Action>? logged;
        try
        {
            if (_written is not null)
            {
                _router.Flush(_written);
            }
            else
            {
                _router.Flush();
            }
        }
        finally
        {
            logged = _router.Logger.Take();
            _router.Gate.Exit();
        }

        foreach (var write in logged ?? [])
        {
            write();
        }
    }
}
