using System.Collections.Immutable;
using System.Text;
using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Amqp1.Generators.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RoslynText = Microsoft.CodeAnalysis.Text.SourceText;

namespace Amqp1.Generators;

/// <summary>
/// Generates the descriptors of classes with <c>[RpcEndpoint]</c> and <c>[NotificationEndpoint]</c> for the host, and the implementations
/// of interfaces with <c>[RpcClient]</c>. <see cref="MessagingAnalyzer"/> reports their errors.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MessagingGenerator : IIncrementalGenerator
{
    /// <summary>A type of the package of the host. Without it, generated code would not be used.</summary>
    internal const string HostingType = "Amqp1.Hosting.GeneratedMessagingAttribute";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Null if the package of the host is not referenced, because the generated code would not be used.
        var space = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(HostingType) is null ? null : "Amqp1.Generated." + Identifier(compilation.AssemblyName))
            .WithTrackingName("Namespace");
        var rpc = Read(context, RpcEndpointReader.Attribute, RpcEndpointReader.Read, "RpcEndpoints");
        var notifications = Read(context, NotificationEndpointReader.Attribute, NotificationEndpointReader.Read, "NotificationEndpoints");
        var own = Read(context, ClientReader.Attribute, ClientReader.Read, "Clients");
        var referenced = context.CompilationProvider
            .Select(static (compilation, cancel) => compilation.GetTypeByMetadataName(HostingType) is null
                ? EquatableArray<Candidate<ClientModel>>.Empty
                : ReferencedContracts.Read(compilation, cancel))
            .WithTrackingName("ReferencedClients");
        var clients = own.Collect().Combine(referenced).SelectMany(static (both, _) => both.Left.Concat(both.Right));
        Write(context, rpc, space, static model => RpcEndpointWriter.NameOf(model.Class), RpcEndpointWriter.Write);
        Write(context, notifications, space, static model => NotificationEndpointWriter.NameOf(model.Class), NotificationEndpointWriter.Write);
        Write(context, clients, space, static model => ClientWriter.NameOf(model.Class), ClientWriter.Write);
        Write(context, clients, space, static model => PreparationWriter.NameOf(model.Class), static (model, _) => PreparationWriter.Write(model));

        var refused = Refused(rpc).Combine(Refused(notifications)).Combine(Refused(clients))
            .Select(static (names, _) => new EquatableArray<string>(names.Left.Left.Concat(names.Left.Right).Concat(names.Right)));
        var all = Valid(rpc).Combine(Valid(notifications)).Combine(Valid(clients)).Combine(refused).Combine(space);
        context.RegisterSourceOutput(all, static (output, models) =>
        {
            var ((((rpc, notifications), clients), refused), ns) = models;
            if (ns is not null && (rpc.Count > 0 || notifications.Count > 0 || clients.Count > 0 || refused.Count > 0))
            {
                Add(output, "Messaging", RegistrationWriter.Write(rpc, notifications, clients, refused, ns));
            }
        });
    }

    private static IncrementalValuesProvider<Candidate<TModel>> Read<TModel>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<INamedTypeSymbol, AttributeData, CancellationToken, ReadResult<TModel>> read,
        string name)
        where TModel : class =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, (found, cancel) =>
            {
                var type = (INamedTypeSymbol)found.TargetSymbol;
                return new Candidate<TModel>(type.DisplayName(), read(type, found.Attributes[0], cancel).Model);
            })
            .WithTrackingName(name);

    private static void Write<TModel>(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<Candidate<TModel>> candidates,
        IncrementalValueProvider<string?> space,
        Func<TModel, string> nameOf,
        Func<TModel, string, string> write)
        where TModel : class, IEquatable<TModel>
    {
        // The compiler compares file names without regard to case. The array is empty unless class names differ only in case, so cached
        // results stay valid.
        var twins = Valid(candidates).Select((models, _) => FileNames.Twins(models.Select(nameOf)));
        context.RegisterSourceOutput(candidates.Combine(space).Combine(twins), (output, pair) =>
        {
            var ((candidate, ns), twins) = pair;
            if (candidate.Model is { } model && ns is not null)
            {
                Add(output, FileNames.Of(nameOf(model), twins), write(model, ns));
            }
        });
    }

    private static IncrementalValueProvider<EquatableArray<TModel>> Valid<TModel>(IncrementalValuesProvider<Candidate<TModel>> candidates)
        where TModel : class, IEquatable<TModel> =>
        candidates.Select(static (candidate, _) => candidate.Model)
            .Collect()
            .Select(static (ImmutableArray<TModel?> models, CancellationToken _) => new EquatableArray<TModel>(models.OfType<TModel>()));

    private static IncrementalValueProvider<EquatableArray<string>> Refused<TModel>(IncrementalValuesProvider<Candidate<TModel>> candidates)
        where TModel : class =>
        candidates.Where(static candidate => candidate.Model is null)
            .Select(static (candidate, _) => candidate.DisplayName)
            .Collect()
            .Select(static (ImmutableArray<string> names, CancellationToken _) => new EquatableArray<string>(names));

    private static void Add(SourceProductionContext output, string name, string source) =>
        output.AddSource(name + ".g.cs", RoslynText.From(source, Encoding.UTF8));

    private static string Identifier(string? assembly)
    {
        var name = new string([.. (assembly ?? "Assembly").Select(character => char.IsLetterOrDigit(character) ? character : '_')]);
        return char.IsDigit(name[0]) ? "_" + name : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
    }
}
