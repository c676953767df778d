using Amqp1.Configuration;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging;

namespace Amqp1.Testing;

/// <summary>Settings of a <see cref="TestRouter"/>. They are read once, when it starts.</summary>
public sealed class TestRouterOptions
{
    /// <summary>
    /// The clock of the application under test, such as a <c>FakeTimeProvider</c>: <c>UseAmqp1TestRouter</c> registers it as the
    /// application's <see cref="System.TimeProvider"/>. The router and the test's own side keep to the system's clock, so that turning the
    /// application's clock does not end the test's connections. Default: null, the application keeps the clock it has.
    /// </summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>
    /// How long probes and stubs wait, by the system's clock, for what does not come; then they throw a <see cref="TimeoutException"/>
    /// that says what came instead. Default: 30 s.
    /// </summary>
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The options of the test's own side, that of probes, stubs and <see cref="TestRouter.Transport"/>. Set here what has to be the same
    /// on both sides, such as <see cref="Amqp1Options.ControlExchange"/>. Default: the defaults of the driver, without a drain timeout.
    /// </summary>
    public Amqp1Options Messaging { get; } = new() { Rpc = { DrainTimeout = TimeSpan.Zero } };

    /// <summary>Settings of the router itself. Default: a free port on loopback, anybody may connect, no idle timeout.</summary>
    public EmbeddedRouterOptions Router { get; } = new() { IdleTimeout = TimeSpan.Zero };
}
