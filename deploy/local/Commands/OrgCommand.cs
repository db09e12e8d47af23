using System.CommandLine;
using System.Net;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.OAuth;

namespace Pipeline.Local.Commands;

/// <summary><c>okta-local org</c>: the simulated org as a process of its own.</summary>
internal static class OrgCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one." };
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on. The control endpoints answer the same machine only.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var seed = new Option<ulong>("--seed") { Description = "Same seed, same org.", DefaultValueFactory = _ => 1 };
        var token = new Option<string?>("--token") { Description = "The API token to accept; any if not given." };
        var tokenFile = new Option<string?>("--token-file") { Description = "File that holds the API token." };
        var rate = new Option<double>("--rate") { Description = "Ordinary events per second." };
        var events = new Option<string?>("--events") { Description = "JSON lines file of events to begin with." };
        var count = new Option<long>("--count") { Description = "Ordinary events that have happened already." };
        var attack = new Option<bool>("--attack") { Description = "Play a push attack on each sign-in engine." };
        var faults = new Option<string?>("--faults") { Description = "What goes wrong: a JSON file, or JSON itself." };
        var users = new Option<int>("--users") { Description = "Users.", DefaultValueFactory = _ => 60 };
        var rateLimit = new Option<int>("--rate-limit")
        {
            Description = "System Log requests per minute and token; 0 for no limit.",
        };
        var usersRateLimit = new Option<int>("--users-rate-limit")
        {
            Description = "Users API requests per minute and token; 0 for no limit.",
        };
        var oauthClient = new Option<string[]>("--oauth-client")
        {
            Description = "ID=FILE: a service app and the PEM file of its public key. May be repeated.",
        };
        var requireDpop = new Option<bool>("--require-dpop") { Description = "Service apps must use DPoP." };
        var command = new Command("org", "Run a simulated Okta org.")
        {
            port,
            listen,
            seed,
            token,
            tokenFile,
            rate,
            events,
            count,
            attack,
            faults,
            users,
            rateLimit,
            usersRateLimit,
            oauthClient,
            requireDpop,
        };
        command.SetAction(
            (parsed, cancel) =>
                ServerRun.UntilStoppedAsync(
                    async () =>
                    {
                        var options = new SimulatedOrgOptions
                        {
                            Port = parsed.GetValue(port),
                            Address = IPAddress.Parse(parsed.GetValue(listen)!),
                            Seed = parsed.GetValue(seed),
                            Token = parsed.GetValue(tokenFile) is { } file
                                ? (await File.ReadAllTextAsync(file, cancel)).Trim()
                                : parsed.GetValue(token),
                            EventsPerSecond = parsed.GetValue(rate),
                            EventsFile = parsed.GetValue(events),
                            History = parsed.GetValue(count),
                            Attack = parsed.GetValue(attack),
                            Faults = FaultScript.Load(parsed.GetValue(faults)),
                            Users = parsed.GetValue(users),
                            RateLimitPerMinute = parsed.GetValue(rateLimit),
                            UsersRateLimitPerMinute = parsed.GetValue(usersRateLimit),
                            OAuthClients =
                            [
                                .. (parsed.GetValue(oauthClient) ?? []).Select(text =>
                                    OAuthClient.Load(text, parsed.GetValue(requireDpop))
                                ),
                            ],
                        };
                        var org = await SimulatedOrg.StartAsync(options, TimeProvider.System);
                        return (org, $"org.url={org.Url.GetLeftPart(UriPartial.Authority)}");
                    },
                    cancel
                )
        );
        return command;
    }
}
