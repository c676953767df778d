using k8s;
using YamlDotNet.Core;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>The manifests against the types of the API of Kubernetes, which its client generates from the schema of the API.</summary>
public sealed class KubernetesSchemaTests
{
    [Theory]
    [InlineData("kubernetes/router-mesh.yaml")]
    [InlineData("kubernetes/compute.yaml")]
    public void Every_field_is_one_of_the_api_and_has_its_type(string name)
    {
        var objects = KubernetesYaml.LoadAllFromString(DeployFolder.Read(name), typeMap: null, strict: true);

        objects.Count.ShouldBe(DeployFolder.ReadYaml(name).Count);
        objects.ShouldAllBe(item => item is IKubernetesObject);
    }

    [Theory]
    [InlineData("readinessProbe:", "readynessProbe:")]
    [InlineData("periodSeconds:", "periodSecond:")]
    [InlineData("replicas: 2", "replicas: two")]
    public void A_field_that_does_not_exist_and_a_wrong_type_are_found(string right, string wrong)
    {
        var text = DeployFolder.Read("kubernetes/compute.yaml");
        text.ShouldContain(right);

        Should.Throw<YamlException>(() => KubernetesYaml.LoadAllFromString(text.Replace(right, wrong), typeMap: null, strict: true));
    }
}
