using Amqp1.Configuration;

namespace Amqp1.Tests.Harness;

/// <summary>Options with short delays, so that recovery takes no time, and long limits, so that slow machines do not fail tests.</summary>
internal static class TestOptions
{
    public static Amqp1Options Create(Action<Amqp1Options>? change = null)
    {
        var options = new Amqp1Options
        {
            ControlExchange = "",
            Connection =
            {
                RetryInterval = TimeSpan.FromMilliseconds(20),
                RetryBackoff = 1,
                RetryIntervalMax = TimeSpan.FromMilliseconds(100),
                LinkRetryDelay = TimeSpan.FromMilliseconds(50),
                OpenTimeout = TimeSpan.FromSeconds(20),
            },
            Rpc = { ResponseTimeout = TimeSpan.FromSeconds(30), DrainTimeout = TimeSpan.FromSeconds(10) },
        };
        change?.Invoke(options);
        return options;
    }
}
