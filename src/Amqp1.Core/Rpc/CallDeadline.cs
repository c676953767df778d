namespace Amqp1.Rpc;

/// <summary>
/// The deadline of the request that is being served, for the calls made while serving it: they must not take longer than
/// their own caller waits.
/// </summary>
internal static class CallDeadline
{
    private static readonly AsyncLocal<long?> Due = new();

    /// <summary>The due time stamp; null when the request had none.</summary>
    public static long? Current
    {
        get => Due.Value;
        set => Due.Value = value;
    }
}
