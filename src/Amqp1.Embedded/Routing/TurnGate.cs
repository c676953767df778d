namespace Amqp1.Embedded.Routing;

/// <summary>
/// The router's lock. A thread that has one turn after the other lets those go first that wait: a lock alone would let it have the
/// next turn before a waiting thread has woken up, for up to a tenth of a second.
/// </summary>
internal sealed class TurnGate
{
    private const int MostSpins = 200;
    private int _waiting;

    public Lock Lock { get; } = new();

    public void Enter()
    {
        if (Lock.TryEnter())
        {
            return;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            Lock.Enter();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Exit() => Lock.Exit();

    /// <summary>Returns when those that wait for the lock have it or had it, after a few hundred microseconds at most.</summary>
    public void LetOthersGo()
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _waiting) > 0 && spinner.Count < MostSpins)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
