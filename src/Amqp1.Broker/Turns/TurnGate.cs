namespace Amqp1.Broker.Turns;

/// <summary>
/// The lock of the broker. A thread with several turns in succession lets waiting threads go first. With a plain lock it would get the next turn
/// before a waiting thread has woken up, for up to a tenth of a second.
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

    /// <summary>Returns when the waiting threads have got the lock, after a few hundred microseconds at most.</summary>
    public void LetOthersGo()
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _waiting) > 0 && spinner.Count < MostSpins)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
