using YamlDotNet.RepresentationModel;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>The manifests of Kubernetes are valid YAML with the required fields, and their parts refer to each other correctly.</summary>
public sealed class KubernetesTests
{
    private static readonly string[] Files = ["kubernetes/router-mesh.yaml", "kubernetes/compute.yaml"];

    private static readonly Dictionary<string, (string Version, string[] Required)> Kinds = new()
    {
        ["ConfigMap"] = ("v1", ["data"]),
        ["Secret"] = ("v1", ["type", "stringData"]),
        ["Service"] = ("v1", ["spec/selector", "spec/ports"]),
        ["Deployment"] = ("apps/v1", ["spec/replicas", "spec/selector/matchLabels", "spec/template/metadata/labels", "spec/template/spec/containers/0"]),
        ["StatefulSet"] = ("apps/v1", ["spec/replicas", "spec/serviceName", "spec/selector/matchLabels", "spec/template/metadata/labels", "spec/template/spec/containers/0"]),
        ["PodDisruptionBudget"] = ("policy/v1", ["spec/minAvailable", "spec/selector/matchLabels"]),
    };

    private static IReadOnlyList<YamlMappingNode> All => [.. Files.SelectMany(DeployFolder.ReadYaml)];

    private static IEnumerable<YamlMappingNode> Workloads => All.Where(document => document.TextAt("kind") is "Deployment" or "StatefulSet");

    [Fact]
    public void Every_manifest_has_the_fields_that_its_kind_requires()
    {
        foreach (var document in All)
        {
            var kind = document.TextAt("kind").ShouldNotBeNull();
            Kinds.ShouldContainKey(kind);
            document.TextAt("apiVersion").ShouldBe(Kinds[kind].Version);
            document.TextAt("metadata/name").ShouldNotBeNullOrEmpty();
            foreach (var path in Kinds[kind].Required)
            {
                document.At(path).ShouldNotBeNull($"{kind} {document.TextAt("metadata/name")} has no {path}");
            }
        }
    }

    [Fact]
    public void Probes_of_life_and_readiness_are_apart_and_use_ports_that_exist()
    {
        foreach (var workload in Workloads)
        {
            var container = workload.At("spec/template/spec/containers/0")!;
            var ready = container.At("readinessProbe").ShouldNotBeNull();
            var live = container.At("livenessProbe").ShouldNotBeNull();
            ready.ToString().ShouldNotBe(live.ToString());
            var ports = container.ListAt("ports").Select(port => port.TextAt("name")).ToArray();
            foreach (var probe in new[] { ready, live })
            {
                ports.ShouldContain(probe.TextAt("httpGet/port") ?? probe.TextAt("tcpSocket/port"));
            }
        }
    }

    [Fact]
    public void The_paths_of_the_probes_exist_in_the_example()
    {
        var program = File.ReadAllText(Path.Combine(DeployFolder.Repository, "examples", "ComputeService", "Program.cs"));
        var container = Workloads.Single(workload => workload.TextAt("metadata/name") == "compute").At("spec/template/spec/containers/0")!;

        foreach (var probe in (string[])["readinessProbe", "livenessProbe", "startupProbe"])
        {
            program.ShouldContain($"app.MapHealthChecks(\"{container.TextAt($"{probe}/httpGet/path")}\"");
        }
    }

    [Fact]
    public void Two_instances_of_each_workload_have_a_budget_for_disruptions()
    {
        foreach (var workload in Workloads)
        {
            workload.TextAt("spec/replicas").ShouldBe("2");
            var label = workload.TextAt("spec/selector/matchLabels/app");
            workload.TextAt("spec/template/metadata/labels/app").ShouldBe(label);
            All.Where(document => document.TextAt("kind") == "PodDisruptionBudget" && document.TextAt("spec/selector/matchLabels/app") == label).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void The_two_routers_of_the_mesh_are_those_that_the_services_connect_to()
    {
        var mesh = DeployFolder.ReadYaml("kubernetes/router-mesh.yaml");
        var set = mesh.Single(document => document.TextAt("kind") == "StatefulSet");
        var service = mesh.Single(document => document.TextAt("kind") == "Service");
        var name = set.TextAt("spec/serviceName").ShouldNotBeNull();
        service.TextAt("metadata/name").ShouldBe(name);
        service.TextAt("spec/clusterIP").ShouldBe("None");
        var pods = Enumerable.Range(0, 2).Select(number => $"{set.TextAt("metadata/name")}-{number}").ToArray();

        foreach (var pod in pods)
        {
            var configuration = mesh[0].TextAt($"data/{pod}.conf").ShouldNotBeNull();
            configuration.ShouldContain($"id: {pod}\n");
            configuration.ShouldContain("mode: interior\n");
        }

        mesh[0].TextAt($"data/{pods[1]}.conf").ShouldNotBeNull().ShouldContain($"host: {pods[0]}.{name}\n");
        var url = TransportUrl.Parse(DeployFolder.ReadYaml("kubernetes/compute.yaml")[0].TextAt("stringData/transport-url")!);
        url.Hosts.Select(host => host.Host).ShouldBe(pods.Select(pod => $"{pod}.{name}"));
    }

    [Fact]
    public void Secrets_and_volumes_that_are_used_exist()
    {
        foreach (var workload in Workloads)
        {
            var pod = workload.At("spec/template/spec")!;
            var volumes = pod.ListAt("volumes").Select(volume => volume.TextAt("name")).ToArray();
            foreach (var mount in pod.At("containers/0").ListAt("volumeMounts"))
            {
                volumes.ShouldContain(mount.TextAt("name"));
            }

            foreach (var secret in pod.At("containers/0").ListAt("env").Select(entry => entry.At("valueFrom/secretKeyRef")).OfType<YamlMappingNode>())
            {
                var owner = All.Single(document => document.TextAt("kind") == "Secret" && document.TextAt("metadata/name") == secret.TextAt("name"));
                owner.At($"stringData/{secret.TextAt("key")}").ShouldNotBeNull();
            }

            foreach (var map in pod.ListAt("volumes").Select(volume => volume.TextAt("configMap/name")).OfType<string>())
            {
                All.ShouldContain(document => document.TextAt("kind") == "ConfigMap" && document.TextAt("metadata/name") == map);
            }
        }
    }
}
