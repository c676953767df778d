namespace Amqp1.Bus;

/// <summary>
/// The credit of one receiving link: what is granted and not received yet, plus what is received and not settled yet, never
/// exceeds the window (docs/spec/links.md#credit, better than upstream).
/// </summary>
/// <remarks>Thread-safe. The numbers it returns are what to add to the link's credit.</remarks>
internal sealed class CreditWindow(int window)
{
    private readonly Lock _gate = new();
    private int _granted;
    private int _unsettled;
    private bool _closed;

    /// <summary>Received and not settled.</summary>
    public int Unsettled
    {
        get
        {
            lock (_gate)
            {
                return _unsettled;
            }
        }
    }

    /// <summary>Granted and not received.</summary>
    public int Granted
    {
        get
        {
            lock (_gate)
            {
                return _granted;
            }
        }
    }

    /// <summary>What the link starts with: nothing when it was closed in the meantime.</summary>
    public int Open()
    {
        lock (_gate)
        {
            return _granted = _closed ? 0 : window;
        }
    }

    public void OnReceived()
    {
        lock (_gate)
        {
            _granted--;
            _unsettled++;
        }
    }

    /// <summary>
    /// Grants again when a quarter of what may be granted is used up: not every message costs a flow frame, and the peer goes on
    /// sending while the grant is on its way.
    /// </summary>
    public int OnSettled()
    {
        lock (_gate)
        {
            _unsettled--;
            var limit = window - _unsettled;
            if (_closed || _granted * 4L > limit * 3L || _granted >= limit)
            {
                return 0;
            }

            var more = limit - _granted;
            _granted = limit;
            return more;
        }
    }

    /// <summary>No more credit from now on; returns what the peer still holds.</summary>
    public int Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _granted;
        }
    }
}
