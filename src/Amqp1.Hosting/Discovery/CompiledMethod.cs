using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Makes a delegate of a method, once, so that a call costs no reflection.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class CompiledMethod
{
    /// <summary>A delegate that takes the endpoint and the values of all parameters. Its type is an action for methods without a result.</summary>
    public static TDelegate Create<TDelegate>(MethodInfo method)
        where TDelegate : Delegate
    {
        var endpoint = Expression.Parameter(typeof(object));
        var values = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            Expression.Convert(endpoint, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) => ValueOf(values, i, parameter.ParameterType)));
        return Expression.Lambda<TDelegate>(call, endpoint, values).Compile();
    }

    // A struct's default comes as null, which unboxing does not take.
    private static Expression ValueOf(ParameterExpression values, int index, Type type)
    {
        var value = Expression.ArrayIndex(values, Expression.Constant(index));
        return type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(type), Expression.Convert(value, type))
            : Expression.Convert(value, type);
    }
}
