using System.Xml.Linq;
using Amqp1.Cli.Configurations;
using Amqp1.Configuration;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>The files of <c>deploy/servers</c> are what <c>amqp1 config</c> writes for the default options, and follow other options.</summary>
public sealed class ServerConfigurationTests
{
    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var server in ServerConfigurations.All)
            {
                // RabbitMQ has no addresses of the options.
                foreach (var mode in server.Name == "rabbitmq" ? (string[])[""] : ["routable", "legacy"])
                {
                    files.Add(server.Name, mode);
                }
            }

            return files;
        }
    }

    /// <summary>Compares a file. With the variable AMQP1_UPDATE_DEPLOY=1, the test writes the file instead.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_deploy_is_what_the_tool_writes(string name, string mode)
    {
        var server = ServerConfigurations.All.Single(server => server.Name == name);
        var file = DeployFolder.PathOf($"servers/{name}/{mode}/{server.FileName}");
        var written = server.Write(ConfigurationRequest.Create(new Amqp1Options(), server, mode.Length == 0 ? null : mode));
        if (Environment.GetEnvironmentVariable("AMQP1_UPDATE_DEPLOY") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, written);
        }

        File.ReadAllText(file).ShouldBe(written);
    }

    [Fact]
    public void The_mesh_of_kubernetes_has_the_addresses_of_the_tool()
    {
        var server = ServerConfigurations.All.Single(server => server.Name == "skrouterd");
        var all = server.Write(ConfigurationRequest.Create(new Amqp1Options(), server, "routable"));

        var addresses = DeployFolder.ReadYaml("kubernetes/router-mesh.yaml")[0].TextAt("data/addresses.conf");

        addresses.ShouldBe(all[all.IndexOf("# All servers", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Other_options_have_other_prefixes()
    {
        var options = new Amqp1Options();
        options.Addressing.RpcAddressPrefix = "my/rpc";
        options.Addressing.MulticastAddress = "all";
        options.Addressing.BroadcastPrefix = "to.all";

        Write("qdrouterd", "routable").ShouldContain("address {\n    prefix: my/rpc/all\n    distribution: multicast\n}");
        Write("qdrouterd", "both").ShouldContain("address {\n    prefix: to.all\n    distribution: multicast\n}");
        Write("qpidd", null).ShouldContain("topic-patterns=to\\.all\n");
        Write("artemis", null).ShouldContain("<address-setting match=\"my/rpc/all/#\">");

        string Write(string name, string? mode)
        {
            var server = ServerConfigurations.All.Single(server => server.Name == name);
            return server.Write(ConfigurationRequest.Create(options, server, mode));
        }
    }

    [Fact]
    public void An_empty_prefix_leaves_no_slash_in_the_configuration_of_a_router()
    {
        var options = new Amqp1Options();
        options.Addressing.NotifyAddressPrefix = "";
        var server = ServerConfigurations.All[0];

        server.Write(ConfigurationRequest.Create(options, server, null)).ShouldContain("    prefix: anycast\n");
    }

    [Theory]
    [InlineData("routable", "/")]
    [InlineData("legacy", ".")]
    public void The_file_of_artemis_is_xml_with_one_setting_for_each_prefix(string mode, string delimiter)
    {
        XNamespace core = "urn:activemq:core";
        var document = XDocument.Parse(DeployFolder.Read($"servers/artemis/{mode}/broker.xml"));

        document.Descendants(core + "delimiter").Single().Value.ShouldBe(delimiter);
        var settings = document.Descendants(core + "address-setting").ToArray();
        settings.Length.ShouldBe(mode == "routable" ? 6 : 3);
        settings.Select(setting => setting.Element(core + "default-address-routing-type")!.Value).ShouldContain("MULTICAST");
    }

    [Fact]
    public async Task The_command_writes_the_configuration_for_the_options_of_a_file()
    {
        using var files = new TestFiles();
        var file = files.Write("nova.conf", "[DEFAULT]", "transport_url = amqp://bus", "[oslo_messaging_amqp]", "rpc_address_prefix = my/rpc");

        var result = await CliProcess.RunAsync("config", "skrouterd", file);
        var json = await CliProcess.RunAsync("config", "qpidd", file, "--json");
        var unknown = await CliProcess.RunAsync("config", "activemq");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("prefix: my/rpc/anycast\n");
        System.Text.Json.JsonDocument.Parse(json.Output).RootElement.GetProperty("file").GetString().ShouldBe("qpidd.conf");
        unknown.ExitCode.ShouldBe(Execution.ExitCode.Usage);
    }
}
