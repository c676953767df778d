using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes targets.</summary>
internal static class Targets
{
    public static string Of(TargetModel target) =>
        $"new global::Amqp1.Target {{ Topic = {Literals.Of(target.Topic)}"
        + Part("Version", target.Version)
        + Part("Namespace", target.Namespace)
        + Part("Exchange", target.Exchange)
        + Part("Server", target.Server)
        + (target.Fanout ? ", Fanout = true" : "")
        + " }";

    private static string Part(string name, string? value) => value is null ? "" : $", {name} = {Literals.Of(value)}";
}
