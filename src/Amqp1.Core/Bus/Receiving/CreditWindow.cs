namespace Amqp1.Bus.Receiving;

/// <summary>
/// The credit of one receiving link. The sum of the granted credit that is not used yet and the received messages that are not settled yet
/// never exceeds the window (docs/spec/links.md#credit, better than upstream).
/// </summary>
/// <remarks>Thread-safe. <see cref="Open"/> and <see cref="OnSettled"/> return the amount to add to the link's credit.</remarks>
internal sealed class CreditWindow(int window)
{
    private readonly Lock _gate = new();
    private int _granted;
    private int _unsettled;
    private bool _closed;

    /// <summary>The number of messages that were received and are not settled.</summary>
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

    /// <summary>The number of messages that the peer may still send.</summary>
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

    /// <summary>Returns the initial credit of the link, which is zero if the window was closed in the meantime.</summary>
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
    /// Grants further credit when a quarter of the possible credit is used up. Not every message then costs a flow frame, and the peer can
    /// continue to send while the grant is in transit.
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

    /// <summary>Stops granting credit and returns the credit that the peer still holds.</summary>
    public int Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _granted;
        }
    }
}
