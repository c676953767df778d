namespace Amqp1.Core.Tests.Harness;

/// <summary>What the tests of this folder share: a generous limit for everything that is waited for.</summary>
public abstract class FaultTest : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected FaultTest() => _limit.CancelAfter(TimeSpan.FromSeconds(45));

    /// <summary>Fires when a test has waited too long for anything at all.</summary>
    protected CancellationToken Limit => _limit.Token;

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static object Echo(string data) => new { data };
}
