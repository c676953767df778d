namespace Amqp1.Transport;

/// <summary>
/// The maximum number of items of a batch: smaller after slow items, down to one, and larger again after fast ones. Guarded by the lock of
/// its owner.
/// </summary>
internal sealed class BatchLimit
{
    /// <summary>The number of items that are handed over one by one before batches are tried again, after slow items.</summary>
    private const int SingleItems = 256;

    private int _singles;

    /// <summary>The maximum number of items.</summary>
    public int Value { get; private set; } = WorkBatch.Size;

    /// <summary>Returns whether an item may be collected in a batch. Called for each item.</summary>
    public bool Allows()
    {
        if (Value > 1)
        {
            return true;
        }

        if (++_singles < SingleItems)
        {
            return false;
        }

        _singles = 0;
        Value = 2;
        return true;
    }

    /// <summary>Called after a slow item.</summary>
    public void OnSlow() => Value = Math.Max(1, Value / 2);

    /// <summary>Called after a batch without slow items.</summary>
    public void OnFast() => Value = Math.Min(WorkBatch.Size, Value * 2);

    /// <summary>Called when a thread does not get on with a batch.</summary>
    public void OnBlocked() => Value = 1;
}
