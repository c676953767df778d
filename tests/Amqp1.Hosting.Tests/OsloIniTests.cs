using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests;

public sealed class OsloIniTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("amqp1-oslo-ini").FullName;

    [Fact]
    public void Oslo_files_set_the_options_and_a_later_file_wins()
    {
        var builder = TestHost.CreateBuilder();
        builder.Configuration.AddOsloIni(
            Write("nova.conf", "[DEFAULT]\ntransport_url = amqp://u:p@first:1\nrpc_response_timeout = 5\n"),
            Write("more.conf", "[DEFAULT]\ntransport_url = amqp://u:p@second:2\n[oslo_messaging_notifications]\ntopics = a,b\n"));
        builder.Services.AddAmqp1Messaging();
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<Amqp1Options>>().Value;
        options.TransportUrl.ShouldBe("amqp://u:p@second:2");
        options.Rpc.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        options.Notifications.Topics.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task What_has_no_effect_in_the_configuration_is_logged_when_the_host_starts()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", "amqp://127.0.0.1:1"), ("Amqp1:Rpc:SevrerCredit", "1"));
        builder.Configuration.AddOsloIni(Write("nova.conf", "[DEFAULT]\ntransport_url = amqp://127.0.0.1:1\n[oslo_messaging_rabbit]\nrabbit_retry_interval = 1\n"));
        builder.Services.AddFakeLogging();
        builder.Services.AddAmqp1Messaging();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        var warnings = host.Services.GetFakeLogCollector().GetSnapshot().Where(record => record is { Level: LogLevel.Warning, Id.Id: 2004 }).Select(record => record.Message).ToArray();
        warnings.Length.ShouldBe(2);
        warnings[0].ShouldBe("Configuration: Amqp1:Rpc:SevrerCredit is unknown.");
        warnings[1].ShouldContain("oslo_messaging_rabbit");
    }

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Should.Throw<FileNotFoundException>(() => new ConfigurationManager().AddOsloIni(Path.Combine(_directory, "missing.conf"))).Message.ShouldContain("missing.conf");

    [Fact]
    public void A_file_may_be_optional()
    {
        var configuration = new ConfigurationManager();

        configuration.AddOsloIni(Path.Combine(_directory, "missing.conf"), optional: true);
        configuration.AddOsloIni(Write("there.conf", "[DEFAULT]\ncontrol_exchange = nova\n"), optional: true);

        configuration["Amqp1:ControlExchange"].ShouldBe("nova");
        Should.Throw<FileNotFoundException>(() => configuration.AddOsloIni(Path.Combine(_directory, "missing.conf"), optional: false)).Message.ShouldContain("missing.conf");
        Should.Throw<InvalidDataException>(() => configuration.AddOsloIni(Write("wrong.conf", "[DEFAULT]\nrpc_response_timeout = soon\n"), optional: true))
            .InnerException.ShouldBeOfType<FormatException>().Message.ShouldContain("rpc_response_timeout");
    }

    [Fact]
    public async Task A_watched_file_is_read_again_when_it_changes()
    {
        var path = Write("watched.conf", "[DEFAULT]\ncontrol_exchange = nova\n");
        using var configuration = new ConfigurationManager();
        configuration.AddOsloIni(path, optional: false, reloadOnChange: true);
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = Microsoft.Extensions.Primitives.ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, () =>
        {
            if (configuration["Amqp1:ControlExchange"] == "cinder")
            {
                changed.TrySetResult();
            }
        });

        Write("watched.conf", "[DEFAULT]\ncontrol_exchange = cinder\n");

        await changed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_has_no_effect_in_an_optional_file_is_logged_as_well()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));
        builder.Configuration.AddOsloIni(Write("nova.conf", "[DEFAULT]\ntransport_url = amqp://127.0.0.1:1\n[oslo_messaging_rabbit]\nrabbit_retry_interval = 1\n"), optional: true);
        builder.Services.AddFakeLogging();
        builder.Services.AddAmqp1Messaging();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        host.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Id.Id == 2004).ShouldHaveSingleItem().Message.ShouldContain("oslo_messaging_rabbit");
    }

    [Fact]
    public void A_wrong_value_is_reported_with_its_file()
    {
        var path = Write("nova.conf", "[DEFAULT]\nrpc_response_timeout = soon\n");

        var wrong = Should.Throw<FormatException>(() => new ConfigurationManager().AddOsloIni(path));

        wrong.Message.ShouldContain("nova.conf");
        wrong.Message.ShouldContain("rpc_response_timeout");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
