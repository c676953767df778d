using Amqp1.Configuration;
using Amqp1.Dialects.OsloRabbit;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit;

public sealed class OsloRabbitSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_record_with_names_of_machine_and_program()
    {
        var settings = Create(new Amqp1Options());

        settings.HostName.ShouldBe(Environment.MachineName);
        settings.ProcessName.ShouldNotBeNullOrEmpty();
        settings.ProcessName.ShouldNotContain("/");
        (settings with { HostName = "localhost", ProcessName = "dotnet" }).ShouldBe(new OsloRabbitSettings());
    }

    [Fact]
    public void Each_option_is_passed_on()
    {
        var options = new Amqp1Options
        {
            ControlExchange = "nova",
            Rabbit =
            {
                DurableQueues = true,
                AutoDelete = true,
                QuorumQueues = true,
                TransientQuorumQueues = true,
                QuorumDeliveryLimit = 1,
                QuorumMaxMemoryLength = 2,
                QuorumMaxMemoryBytes = 3,
                HaQueues = true,
                StreamFanout = true,
                TransientQueuesTtl = TimeSpan.FromSeconds(4),
                UseQueueManager = true,
                HostName = "h1",
                ProcessName = "svc",
                PrefetchCount = 5,
                Compression = RabbitCompression.Gzip,
                MissingConsumerRetryTimeout = TimeSpan.FromSeconds(6),
            },
        };

        Create(options, "rabbit://h/v").ShouldBe(new OsloRabbitSettings
        {
            VirtualHost = "v",
            DefaultExchange = "nova",
            Durable = true,
            AutoDelete = true,
            QuorumQueues = true,
            TransientQuorumQueues = true,
            QuorumDeliveryLimit = 1,
            QuorumMaxMemoryLength = 2,
            QuorumMaxMemoryBytes = 3,
            HaQueues = true,
            StreamFanout = true,
            TransientQueuesTtl = TimeSpan.FromSeconds(4),
            UseQueueManager = true,
            HostName = "h1",
            ProcessName = "svc",
            Compression = RabbitCompression.Gzip,
        });
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Quorum_queues_are_durable(bool durable, bool quorum, bool expected) =>
        Create(new Amqp1Options { Rabbit = { DurableQueues = durable, QuorumQueues = quorum } }).Durable.ShouldBe(expected);

    [Theory]
    [InlineData("rabbit://h", "vhost:/")]
    [InlineData("rabbit://h/", "vhost:/")]
    [InlineData("rabbit://h//", "vhost:/")]
    [InlineData("rabbit://h/%2F", "vhost:/")]
    [InlineData("rabbit://h/nova", "vhost:nova")]
    [InlineData("rabbit://h/a%2Fb%20%C3%A4", "vhost:a/b ä")]
    [InlineData("amqp://h/nova", "vhost:nova")]
    public void The_virtual_host_is_selected_with_the_hostname_of_open(string url, string hostname) =>
        Create(new Amqp1Options(), url).OpenHostname.ShouldBe(hostname);

    private static OsloRabbitSettings Create(Amqp1Options options, string url = "rabbit://h") =>
        OsloRabbitSettingsFactory.Create(options, TransportUrl.Parse(url));
}
