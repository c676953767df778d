using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads an interface with <c>[RpcClient]</c>: all methods that an implementation needs, including inherited ones.</summary>
internal static class ClientReader
{
    public const string Attribute = "Amqp1.Rpc.RpcClientAttribute";

    public static ReadResult<ClientModel> Read(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancel)
    {
        var errors = new Mistakes(type);
        var target = new TargetModel(
            attribute.FirstText() ?? "",
            attribute.Named<string>("Version"),
            attribute.Named<string>("Namespace"),
            attribute.Named<string>("Exchange"),
            attribute.Named<string>("Server"),
            attribute.Named<bool>("Fanout"));
        var timeout = attribute.Named<double>("TimeoutSeconds");
        Check(type, target, errors);
        ClientMethodReader.CheckTimeout(type, type.DisplayName(), timeout, errors);
        var isIdempotent = type.Attribute(ClientMethodReader.IdempotentAttribute) is not null;
        var methods = new List<ClientMethodModel>();
        foreach (var member in type.AllInterfaces.Add(type).SelectMany(part => part.GetMembers()))
        {
            cancel.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
            {
                if (method.IsAbstract && ClientMethodReader.Read(method, target, isIdempotent, errors) is { } model)
                {
                    methods.Add(model);
                }
            }
            else if (member.IsAbstract && member is not IMethodSymbol { AssociatedSymbol: not null })
            {
                errors.Add(member, Rules.ClientMember, $"{type.DisplayName()}.{member.Name}");
            }
        }

        var client = new ClientModel(
            new ClassModel(type.InFull(), type.DisplayName(), "", EquatableArray<NeedModel>.Empty), target, timeout, new(methods), PreparationOf(type));
        return new ReadResult<ClientModel>(errors.Count == 0 ? client : null, errors.Found);
    }

    /// <summary>Describes the extension method of an interface of the compiled assembly.</summary>
    private static PreparationModel PreparationOf(INamedTypeSymbol type) => new(
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Replace("global::", ""),
        type.IsPublic(),
        type.Attribute("System.ObsoleteAttribute") is not null);

    private static void Check(INamedTypeSymbol type, TargetModel target, Mistakes errors)
    {
        if (type.IsGenericAnywhere())
        {
            errors.Add(type, Rules.ClientGeneric, type.DisplayName());
        }
        else if (!type.IsReachable())
        {
            errors.Add(type, Rules.NotAccessible, type.DisplayName());
        }

        if (type.LanguageBefore11() is { } language)
        {
            errors.Add(type, Rules.OldLanguage, type.DisplayName(), language);
        }

        if (string.IsNullOrWhiteSpace(target.Topic))
        {
            errors.Add(type, Rules.NoTopic, type.DisplayName(), "RpcClient");
        }

        if (target.Version is not null && !RpcMethods.IsVersion(target.Version))
        {
            errors.Add(type, Rules.BadVersion, type.DisplayName(), "RpcClient", target.Version);
        }

        if (target.Fanout && target.Server is not null)
        {
            errors.Add(type, Rules.FanoutToServer, type.DisplayName());
        }
    }
}
