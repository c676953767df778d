using System.Collections.Concurrent;
using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Amqp1.Generators.Registration;

/// <summary>The registrations of a project and the clients that it needs, as far as they are visible in calls. Thread-safe.</summary>
internal sealed class Registrations
{
    /// <summary>The diagnostic property with the name of the client.</summary>
    public const string ClientProperty = "Client";

    private static readonly string[] Registering = ["Add", "TryAdd", "Singleton", "Scoped", "Transient", "Keyed", "Describe", "Replace", "Configure"];

    private readonly ConcurrentBag<ClientNeed> _needs = [];
    private readonly ConcurrentBag<(string? Key, Location Place)> _instances = [];
    private readonly ConcurrentDictionary<ISymbol, bool> _registered = new(SymbolEqualityComparer.Default);
    private volatile bool _isUnknown;

    public void Add(INamedTypeSymbol type)
    {
        foreach (var constructor in type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public))
        {
            Need(ClientNeed.Of(constructor.Parameters, type.DisplayName()));
        }
    }

    public void Add(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name == "AddAmqp1Messaging" && IsOurs(method))
        {
            AddInstance(call);
        }
        else if (method.Name == "AddEndpointsFrom" && IsOurs(method))
        {
            AddAssembly(call);
        }
        else if (Registering.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)))
        {
            AddRegistered(call);
        }
        else if (method.Name is "GetRequiredService" or "GetRequiredKeyedService")
        {
            AddResolved(call);
        }
        else if (method.Name.StartsWith("Map", StringComparison.Ordinal))
        {
            foreach (var handler in call.Descendants().OfType<IAnonymousFunctionOperation>().Select(function => function.Symbol))
            {
                Need(ClientNeed.Of(handler.Parameters, "a handler of " + method.Name));
            }
        }
    }

    /// <summary>Returns a diagnostic for each unmet need; none if a registration cannot be analyzed.</summary>
    public IEnumerable<Diagnostic> Unmet(IAssemblySymbol own) => _isUnknown || _instances.IsEmpty
        ? []
        : _needs.Where(need => !_registered.ContainsKey(need.Client)).Select(need => Unmet(need, own)).OfType<Diagnostic>();

    private static bool IsOurs(IMethodSymbol method) => method.ContainingAssembly.Name == "Amqp1.Hosting";

    private Diagnostic? Unmet(ClientNeed need, IAssemblySymbol own)
    {
        var instance = _instances.FirstOrDefault(instance => instance.Key == need.Key);
        if (instance.Place is null)
        {
            return Diagnostic.Create(
                Advice.NotRegistered, need.Place, need.User, need.Client.DisplayName(), $"AddAmqp1Messaging({(need.Key is null ? "" : Literals.Of(need.Key))}) is not called");
        }

        // The instance registers the clients of the application itself, of referenced contracts, and of an assembly that the application adds
        // or whose registration methods it calls.
        var assembly = need.Client.ContainingAssembly;
        return SymbolEqualityComparer.Default.Equals(assembly, own) || _registered.ContainsKey(assembly) || ReferencedContracts.IsContracts(assembly)
            ? null
            : Diagnostic.Create(
                Advice.NotRegistered,
                need.Place,
                [instance.Place],
                ImmutableDictionary<string, string?>.Empty.Add(ClientProperty, need.Client.DisplayName()),
                need.User,
                need.Client.DisplayName(),
                $"AddEndpointsFrom(typeof({need.Client.Name}).Assembly) is not called");
    }

    private void AddInstance(IInvocationOperation call)
    {
        var key = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key")?.Value;
        if (key is null)
        {
            _instances.Add((null, call.Syntax.GetLocation()));
        }
        else if (key.ConstantValue is { HasValue: true, Value: string name })
        {
            _instances.Add((name, call.Syntax.GetLocation()));
        }
        else
        {
            _isUnknown = true;
        }
    }

    private void AddAssembly(IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "assembly")?.Value is IPropertyReferenceOperation { Instance: ITypeOfOperation named }
            && named.TypeOperand.ContainingAssembly is { } assembly)
        {
            _registered.TryAdd(assembly, true);
        }
        else
        {
            _isUnknown = true;
        }
    }

    private void AddRegistered(IInvocationOperation call)
    {
        _registered.TryAdd(call.TargetMethod.ContainingAssembly, true);
        foreach (var type in call.TargetMethod.TypeArguments.Concat(call.Arguments.SelectMany(argument => argument.Value.DescendantsAndSelf()).OfType<ITypeOfOperation>().Select(named => named.TypeOperand)))
        {
            _registered.TryAdd(type, true);
            if (type is INamedTypeSymbol { TypeKind: TypeKind.Class } made && made.DeclaringSyntaxReferences.Length > 0)
            {
                Add(made);
            }
        }
    }

    private void AddResolved(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments.FirstOrDefault() is INamedTypeSymbol type && ClientNeed.IsClient(type))
        {
            var key = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "serviceKey")?.Value;
            while (key is IConversionOperation conversion)
            {
                key = conversion.Operand;
            }

            if (key is null || key.ConstantValue is { HasValue: true, Value: null or string })
            {
                _needs.Add(new ClientNeed(type, key?.ConstantValue.Value as string, call.Syntax.GetLocation(), call.TargetMethod.Name));
            }
        }
    }

    private void Need(IEnumerable<ClientNeed> needs)
    {
        foreach (var need in needs)
        {
            _needs.Add(need);
        }
    }
}
