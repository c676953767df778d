namespace Amqp1.Core.Tests.Harness;

/// <summary>The base class of the tests of faults, with a generous limit for all waits.</summary>
public abstract class FaultTest : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected FaultTest() => _limit.CancelAfter(TimeSpan.FromSeconds(45));

    /// <summary>A token that fires when a test has waited too long.</summary>
    protected CancellationToken Limit => _limit.Token;

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Completes when the condition holds. Throws when the test has waited too long.</summary>
    protected async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    protected static object Echo(string data) => new { data };
}
