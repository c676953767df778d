namespace Amqp1.Transport;

/// <summary>Provides completed tasks for reads, without an allocation for small ones.</summary>
internal static class CompletedReads
{
    private static readonly Task<int>[] Small = [.. Enumerable.Range(0, 2048).Select(Task.FromResult)];

    public static Task<int> Of(int count) => count < Small.Length ? Small[count] : Task.FromResult(count);
}
