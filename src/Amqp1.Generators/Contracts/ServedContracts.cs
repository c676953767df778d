using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>Reads the contracts that the endpoints of an assembly serve.</summary>
internal static class ServedContracts
{
    /// <summary>The format of type names with their namespaces, because types in different namespaces may have the same name.</summary>
    public static readonly SymbolDisplayFormat TypeFormat = Symbols.ForPeople.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Reads the contracts; null if an endpoint has errors, because its contracts are not known then.</summary>
    public static IReadOnlyList<ServedContract>? Read(Compilation compilation, CancellationToken cancel)
    {
        var contracts = new List<ServedContract>();
        foreach (var type in Symbols.Types(compilation.Assembly.GlobalNamespace))
        {
            cancel.ThrowIfCancellationRequested();
            if (type.Attribute(RpcEndpointReader.Attribute) is { } attribute)
            {
                if (RpcEndpointReader.Read(type, attribute, cancel).Model is not { } model)
                {
                    return null;
                }

                _ = ContractVersion.TryParse(model.Target.Version, out var version);
                contracts.AddRange(RpcEndpointReader.ServedMethods(type, attribute).Select(method => new ServedContract(type, method, Contract(method, model.Target, version))));
            }
        }

        return contracts;
    }

    private static MethodContract Contract(IMethodSymbol method, TargetModel target, ContractVersion version) => new(
        $"{(target.Exchange is null ? "" : Escape(target.Exchange) + "/")}{Escape(target.Topic)}{(target.Namespace is null ? "" : "#" + Escape(target.Namespace))}",
        version,
        Escape(RpcMethods.WireNameOf(method)),
        new(method.Parameters.Where(RpcMethods.IsArgument).Select(parameter => new ArgumentContract(
            WireNames.ToSnakeCase(parameter.Name), RpcMethods.IsOptional(parameter), parameter.Type.ToDisplayString(TypeFormat)))),
        ResultOf(method));

    private static string ResultOf(IMethodSymbol method)
    {
        var type = Results.ValueOf(method)?.ToDisplayString(TypeFormat) ?? "";
        return Results.Of(method).Kind == ResultKind.Stream ? $"stream {type}" : type;
    }

    /// <summary>Escapes a name, so that the parts of a line remain separate.</summary>
    private static string Escape(string name) => string.Concat(name.Select(character =>
        char.IsWhiteSpace(character) || char.IsControl(character) || character is '%' or '/' or '#' or '(' ? Uri.EscapeDataString(character.ToString()) : character.ToString()));
}
