using System.Text.Json;
using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class SampleSettingsTests
{
    /// <summary>The sections whose tests are in the project of their options.</summary>
    public static readonly string[] SectionsOfTheHost = ["Amqp1:Hosting", "Amqp1:Clients", "Amqp1:Embedded"];

    private static readonly IConfigurationRoot Sample =
        new ConfigurationBuilder().AddJsonFile(RepositoryFile.Find("appsettings.sample.json")).Build();

    [Fact]
    public void The_sample_has_every_option_and_no_other()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(RepositoryFile.Find("appsettings.sample.json")));

        Keys(json.RootElement.GetProperty("Amqp1"), "Amqp1").Where(key => !IsOfTheHost(key)).Order().ShouldBe(OptionProperty.All.Select(option => option.Key).Order());
    }

    [Fact]
    public void The_sample_is_the_defaults()
    {
        var bound = Sample.GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()!;
        var defaults = new Amqp1Options();

        foreach (var option in OptionProperty.All)
        {
            option.Get(bound).ShouldBe(option.Get(defaults), option.Key);
        }
    }

    [Fact]
    public void The_sample_binds_over_other_values_too()
    {
        // Equal defaults would hide an option that is never bound.
        var options = new Amqp1Options
        {
            ControlExchange = "x",
            PreSettled = PreSettledKinds.Notify,
            Connection = { RetryBackoff = 9, Trace = true, IdleTimeout = TimeSpan.FromSeconds(7) },
            Security = { Ssl = true, SaslLayer = SaslLayer.Never, SaslMechanisms = "PLAIN" },
            Addressing = { Mode = AddressingMode.Legacy, PseudoVhost = false, UnicastAddress = "x" },
            Rpc = { ReplyRetry = 9, PingEnabled = true, DescribeEnabled = true, DrainTimeout = TimeSpan.FromSeconds(7) },
            Notifications = { Retry = 9, ServerCredit = 9 },
        };

        Sample.GetSection(Amqp1Options.SectionName).Bind(options);

        foreach (var option in OptionProperty.All)
        {
            option.Get(options).ShouldBe(option.Get(new Amqp1Options()), option.Key);
        }
    }

    [Fact]
    public void The_sample_is_valid_and_has_known_keys_only()
    {
        Amqp1OptionsValidator.Validate(Sample.GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()!).ShouldBeEmpty();
        Amqp1ConfigurationKeys.Check(Sample.AsEnumerable().Where(pair => !IsOfTheHost(pair.Key))).ShouldBeEmpty();
    }

    private static bool IsOfTheHost(string key) => SectionsOfTheHost.Any(section => key == section || key.StartsWith(section + ":", StringComparison.Ordinal));

    private static IEnumerable<string> Keys(JsonElement element, string prefix) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Keys(property.Value, $"{prefix}:{property.Name}"))
            : [prefix];
}
